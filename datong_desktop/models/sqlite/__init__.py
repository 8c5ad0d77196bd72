"""SQLite's own matters, and only here: connections, the file's header, copies, checks, what its errors mean.

A second engine would get a package beside this one; tables, the unit of work and everything above stay.
"""
