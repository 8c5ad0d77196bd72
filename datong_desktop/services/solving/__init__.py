"""Exact optimisation by HiGHS. The only place that knows the solver and its arrays; loaded when a proposal is first made."""
