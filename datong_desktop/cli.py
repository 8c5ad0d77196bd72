"""Door 2: the same jobs without a window. Exit codes: 0 done, 1 internal error, 2 refused (nothing changed), 3 impossible
(no full set of expert teams exists).

With ``--json`` standard output holds one JSON object and nothing else; without it, refusals go to standard error.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datong_desktop.cli_output import (
    preview_lines,
    print_json,
    print_problems,
    readable,
    say,
    score_json,
    score_lines,
    speak_utf8,
)
from datong_desktop.cli_parser import UsageError, make_parser
from datong_desktop.domain.problem import Refused, problem, refuse
from datong_desktop.domain.year_book import YearBook

if TYPE_CHECKING:
    pass

OPERATOR = "命令行"
BROKEN_PIPE = 141
INTERRUPTED = 130


def main(argv: list[str]) -> int:
    """Run one command; the exit code. Never raises for anything a user can bring about."""
    speak_utf8()
    collects = gc.isenabled()
    gc.disable()  # one short job: collecting cycles costs 8% of it and frees nothing that matters
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        say("已中断。")
        return INTERRUPTED
    finally:
        if collects:
            gc.enable()


def _run(argv: list[str]) -> int:
    try:
        arguments = make_parser().parse_args(argv)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    except UsageError as error:
        if not print_problems([problem("bad_usage", error.text)], "--json" in argv):
            say(error.usage, "用 datong --help 查看说明。")
        return 2
    try:
        return _COMMANDS[arguments.command](arguments)
    except Refused as refusal:
        print_problems(refusal.problems, arguments.json)
        return 2
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        name = f"“{error.filename}”" if error.filename else ""
        print_problems([problem("file_error", f"文件{name}读写失败，请核对路径、权限和磁盘空间。")], arguments.json)
        return 2
    except Exception as error:
        if os.environ.get("DATONG_DEBUG"):
            raise
        say(f"程序内部出错（{type(error).__name__}：{error}），什么也没有改动。请把这句话和用到的文件交给维护人员。")
        return 1


# -- commands --------------------------------------------------------------------------------------------------


def _score(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import scoring_job

    scheme = Path(arguments.scheme) if arguments.scheme is not None else None
    year = scoring_job.parse_year(arguments.year)
    names = [readable(name) for name in arguments.disqualify]
    book, notes = scoring_job.load_book(Path(arguments.file), year, scheme, names)
    saved = _save_all(book, arguments.out) if arguments.out is not None else ()
    if notes:
        say(*notes)
    if arguments.json:
        print_json(score_json(book))
    else:
        print("\n".join(score_lines(book)))
        for path in saved:
            print(readable(f"已写出 {path}"))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import importing, scoring_job
    from datong_desktop.services import ledger as ledgers

    year = scoring_job.parse_year(arguments.year)
    ledger = ledgers.open_ledger(Path(arguments.ledger), operator=OPERATOR, read_only=arguments.preview)
    try:
        book = scoring_job.year_to_import(ledger, year, create=arguments.create_year)
        preview = importing.preview_file(book, Path(arguments.file))
        importing.refuse_other_year(preview)
        if preview.problems:
            raise Refused(*preview.problems)
        if not arguments.json:
            print("\n".join(preview_lines(preview)))
        imports = bool(preview.changed) and not arguments.preview
        if imports:
            importing.apply(ledger, preview, year_confirmed=arguments.yes, create_year=arguments.create_year)
        if arguments.json:
            print_json(
                {"year": year, "changed": len(preview.changed), "unchanged": preview.unchanged, "imported": imports}
            )
        elif imports:
            print(f"已导入 {len(preview.changed)} 个数字，可以在窗口里一步撤销。")
    finally:
        ledger.close()
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import scoring_job

    book = scoring_job.book_of_ledger(Path(arguments.ledger), scoring_job.parse_year(arguments.year))
    saved = _save_all(book, arguments.out)
    if book.differences:
        say(f"{len(book.differences)} 处填报数与企业库统计数不一致、没有说明，附表带“有差异”标记。请在窗口里说明后再导出。")
    if arguments.json:
        print_json({"files": [str(path) for path in saved]})
    else:
        for path in saved:
            print(readable(f"已写出 {path}"))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import ledger as ledgers

    ledger = ledgers.open_ledger(Path(arguments.ledger), read_only=True)
    try:
        problems = ledgers.check_ledger(ledger)
    finally:
        ledger.close()
    if problems:
        raise Refused(*problems)
    if arguments.json:
        print_json({"problems": []})
    else:
        print(f"账套“{ledger.name}”完好：文件、数字和改动记录一致。")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import ledger as ledgers

    ledger = ledgers.open_ledger(Path(arguments.ledger), read_only=True)
    try:
        made = ledgers.back_up(ledger, "命令行备份")
    finally:
        ledger.close()
    if arguments.json:
        print_json({"backup": str(made.path)})
    else:
        print(f"已备份到 {made.path}")
    return 0


def _enterprises(arguments: argparse.Namespace) -> int:
    from datong_desktop import cli_enterprises

    return cli_enterprises.run(arguments)


def _experts(arguments: argparse.Namespace) -> int:
    from datong_desktop import cli_experts

    return cli_experts.run(arguments)


def _needs(arguments: argparse.Namespace) -> int:
    from datong_desktop import cli_needs

    return cli_needs.run(arguments)


def _teams(arguments: argparse.Namespace) -> int:
    from datong_desktop import cli_teams

    return cli_teams.run(arguments)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "score": _score, "import": _import, "export": _export, "check": _check, "backup": _backup, "enterprises": _enterprises,
    "experts": _experts, "needs": _needs, "teams": _teams,
}


def _save_all(book: YearBook, folder: str) -> Sequence[Path]:
    from datong_desktop.services import documents

    if not folder.strip():
        raise refuse("bad_usage", "--out 后面的文件夹名是空的。")
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise refuse("file_error", f"不能新建文件夹“{folder}”，请核对路径和权限，或换一个位置。") from error
    return documents.save_all(book, Path(folder))
