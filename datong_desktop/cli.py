"""Door 2: the same jobs without a window. Exit codes: 0 done, 1 internal error, 2 refused (nothing changed).

With ``--json`` standard output holds one JSON object and nothing else; without it, refusals go to standard error.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datong_desktop.cli_parser import UsageError, aligned, make_parser
from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook

if TYPE_CHECKING:
    from datong_desktop.services.importing import ImportPreview

OPERATOR = "命令行"
BROKEN_PIPE = 141
INTERRUPTED = 130


def main(argv: list[str]) -> int:
    """Run one command; the exit code. Never raises for anything a user can bring about."""
    _speak_utf8()
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
        _say("已中断。")
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
        if not _print_problems([problem("bad_usage", error.text)], "--json" in argv):
            _say(error.usage, "用 datong --help 查看说明。")
        return 2
    try:
        return _COMMANDS[arguments.command](arguments)
    except Refused as refusal:
        _print_problems(refusal.problems, arguments.json)
        return 2
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        name = f"“{error.filename}”" if error.filename else ""
        _print_problems([problem("file_error", f"文件{name}读写失败，请核对路径、权限和磁盘空间。")], arguments.json)
        return 2
    except Exception as error:
        if os.environ.get("DATONG_DEBUG"):
            raise
        _say(f"程序内部出错（{type(error).__name__}：{error}），什么也没有改动。请把这句话和用到的文件交给维护人员。")
        return 1


# -- commands --------------------------------------------------------------------------------------------------


def _score(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import scoring_job

    scheme = Path(arguments.scheme) if arguments.scheme is not None else None
    year = scoring_job.parse_year(arguments.year)
    names = [_readable(name) for name in arguments.disqualify]
    book = scoring_job.load_book(Path(arguments.file), year, scheme, names)
    saved = _save_all(book, arguments.out) if arguments.out is not None else ()
    if arguments.json:
        _print_json(score_json(book))
    else:
        print("\n".join(score_lines(book)))
        for path in saved:
            print(_readable(f"已写出 {path}"))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import importing, scoring_job
    from datong_desktop.services import ledger as ledgers

    year = scoring_job.parse_year(arguments.year)
    ledger = ledgers.open_ledger(Path(arguments.ledger), operator=OPERATOR, read_only=arguments.preview)
    try:
        book = scoring_job.read_existing_year(ledger, year)
        preview = importing.preview_file(book, Path(arguments.file))
        importing.refuse_other_year(preview)
        if preview.problems:
            raise Refused(*preview.problems)
        if not arguments.json:
            print("\n".join(preview_lines(preview)))
        imports = bool(preview.changed) and not arguments.preview
        if imports:
            importing.apply(ledger, preview, year_confirmed=arguments.yes)
        if arguments.json:
            _print_json(
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
    if arguments.json:
        _print_json({"files": [str(path) for path in saved]})
    else:
        for path in saved:
            print(_readable(f"已写出 {path}"))
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
        _print_json({"problems": []})
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
        _print_json({"backup": str(made.path) if made else None})
    else:
        print(f"已备份到 {made.path}" if made else "上次备份之后没有改动，不用再备份。")
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "score": _score, "import": _import, "export": _export, "check": _check, "backup": _backup,
}


def _save_all(book: YearBook, folder: str) -> Sequence[Path]:
    from datong_desktop.services import documents

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise refuse("file_error", f"不能新建文件夹“{folder}”，请核对路径和权限，或换一个位置。") from error
    return documents.save_all(book, Path(folder))


# -- what is printed -------------------------------------------------------------------------------------------


def score_json(book: YearBook) -> dict[str, Any]:
    """``{"year","scheme","complete","rows"}``; values and points in indicator order, null where there is none."""
    assessment = book.assessment
    return {
        "year": book.year, "scheme": book.scheme.id, "complete": assessment.complete,
        "rows": [
            {
                "district": row.district, "values": list(row.values), "points": list(row.points),
                "final": _final(book, row, None), "rank": row.rank, "disqualified": row.disqualified,
            }
            for row in assessment.rows
        ],
    }


def _final(book: YearBook, row: DistrictResult, none: str | None) -> str | None:
    return none if row.final is None else book.scheme.format_final(row.final)


def score_lines(book: YearBook) -> list[str]:
    """The year as an aligned table for people: value/points per indicator, final score and rank."""
    scheme, assessment = book.scheme, book.assessment
    rows = [("县区", *(i.short_name for i in scheme.indicators), scheme.final_heading, "名次"),
            ("权重", *(i.weight_text for i in scheme.indicators), "", "")]
    for row in assessment.rows:
        if row.disqualified:
            cells = ["未报" if m.value is None else f"{m.value}/—" for m in row.marks]
            rows.append((row.district, *cells, "取消参评资格", "—"))
        else:
            cells = ["未报" if m.value is None else f"{m.value}/{m.points}" for m in row.marks]
            rows.append((row.district, *cells, _final(book, row, "未报齐") or "", str(row.rank or "—")))
    lines = [f"{scheme.city}{book.year}年度 {scheme.title}", "每格为 完成数量/单项得分。", "", *aligned(rows)]
    if not assessment.complete:
        lines += ["", f"未报齐：还缺 {len(assessment.missing)} 个数字，以上得分和名次是暂定的。"]
        lines += [f"  {district}「{scheme.indicator(indicator).name}」" for district, indicator in assessment.missing]
    return lines


def preview_lines(preview: ImportPreview) -> list[str]:
    """Planned changes old → new, then what is left alone."""
    names = {i.id: i.name for i in preview.scheme.indicators} if preview.scheme else {}
    lines = [
        f"{p.cell}  {p.district}「{names.get(p.indicator, p.indicator)}」 {'未报' if p.old is None else p.old} → {p.new}"
        for p in preview.changed
    ]
    lines.append(f"改动 {len(preview.changed)} 个数字，{preview.unchanged} 个与账套相同。")
    return [*lines, *preview.notes]


def _print_json(value: object) -> None:
    print(_readable(json.dumps(value, ensure_ascii=False)))


def _print_problems(problems: Sequence[Problem], as_json: bool) -> bool:
    """Problems on standard output as JSON, or as sentences on standard error; True when as JSON."""
    if as_json:
        _print_json({"problems": [p.as_json() for p in problems]})
    else:
        _say(*(_placed(p) for p in problems))
    return as_json


def _placed(found: Problem) -> str:
    place = "!".join(part for part in (found.where.sheet, found.where.cell) if part)
    return f"{place}：{found.text}" if place else found.text


def _say(*lines: str) -> None:
    print(*map(_readable, lines), sep="\n", file=sys.stderr)


def _readable(text: str) -> str:
    """A text with arguments in it as typed: under a locale that is not UTF-8 Python keeps their bytes as surrogates."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _speak_utf8() -> None:
    """UTF-8 whatever the locale says; a character that is none is written as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
