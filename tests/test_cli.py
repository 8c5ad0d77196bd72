"""The command line as a process: JSON to the letter, refusals as problems, exit codes, UTF-8 whatever the locale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from datong_desktop import __version__, cli
from datong_desktop.cli_parser import aligned, chinese_error, width
from datong_desktop.domain.year_book import Cell
from tests.strategies import DATA, datong, second, slow_assessment
from tests.tables import grid, write_xlsx

EXPECTED = json.loads((DATA / "expected.json").read_text("utf-8"))
SCORED = [name for name, case in EXPECTED.items() if "rows" in case]


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "datong_desktop", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **(env or {})})


class Ran:
    """What ``main`` did in this process: code, standard output and error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [p["code"] for p in self.json["problems"]]


@pytest.fixture
def datong_cli(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str | Path) -> Ran:
        code = cli.main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.mark.parametrize("name", SCORED)
def test_the_cases_through_the_command_line(name: str) -> None:
    case = EXPECTED[name]
    outs = [part for district in case["disqualified"] for part in ("--disqualify", district)]
    done = run("score", DATA / name, "--year", str(case["year"]), *outs, "--json")
    assert done.returncode == 0
    assert done.stderr == b""
    result = json.loads(done.stdout.decode("utf-8"))
    assert list(result) == ["year", "scheme", "complete", "rows"]
    assert (result["year"], result["scheme"]) == (case["year"], "datong-2022")
    assert result["complete"] == all(v is not None for row in case["rows"] for v in row["values"])
    for row, expected in zip(result["rows"], case["rows"], strict=True):
        assert list(row) == ["district", "values", "points", "final", "rank", "disqualified"]
        assert {k: row[k] for k in ("district", "values", "points", "final", "rank")} == {
            k: expected[k] for k in ("district", "values", "points", "final", "rank")
        }
        assert row["disqualified"] is (row["district"] in case["disqualified"])
    assert "平城区".encode() in done.stdout


def test_refused_input_is_problems_and_nothing_else() -> None:
    done = run("score", DATA / "annex1_bad_cells.xlsx", "--year", "2024", "--json")
    assert done.returncode == 2
    assert done.stderr == b""
    result = json.loads(done.stdout.decode("utf-8"))
    assert list(result) == ["problems"]
    assert [list(p) for p in result["problems"]] == [["sheet", "cell", "district", "indicator", "code", "text"]] * 7
    named = {f"{p['district']}/{p['indicator']}" for p in result["problems"]}
    assert named == set(EXPECTED["annex1_bad_cells.xlsx"]["rejected_cells"])


def test_refused_input_without_json_is_sentences_on_standard_error() -> None:
    done = run("score", DATA / "annex1_bad_cells.xlsx", "--year", "2024")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode("utf-8").splitlines()) == 7
    assert "附表1!D6：新荣区「召开各类会议、培训情况」填的是“三家”" in done.stderr.decode("utf-8")


def test_another_year_is_refused(datong_cli: Any) -> None:
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2023", "--json")
    assert (ran.code, ran.codes) == (2, ["wrong_year"])
    assert ran.json["problems"][0]["sheet"] == "附表1"
    assert "2022" in ran.json["problems"][0]["text"]


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "latin-1"}])
def test_utf_8_whatever_the_locale(locale: dict[str, str]) -> None:
    done = run("score", DATA / "annex1_plain.xlsx", "--year", "2022", env=locale)
    assert done.returncode == 0
    assert "平城区" in done.stdout.decode("utf-8")
    done = run("score", "没有.xlsx", "--year", "2022", env=locale)
    assert "找不到文件“没有.xlsx”" in done.stderr.decode("utf-8")


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "缺少 命令"),
    (["score"], "缺少 文件, --year"), (["算分"], "没有 '算分' 这个命令"), (["score", "a", "--year"], "--year 后面缺少内容"),
    (["score", "a", "--year", "2022", "--fast"], "不认识的参数 --fast"), (["score", "a", "b", "--year", "2022"], "不认识的参数 b"),
    (["score", "a", "--year", "2022", "--jso"], "不认识的参数 --jso"), (["export", "a", "--year", "2022"], "缺少 --out"),
])
def test_wrong_usage_is_said_in_chinese(datong_cli: Any, arguments: list[str], words: str) -> None:
    ran = datong_cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "用法：" in ran.err
    assert "usage" not in ran.err
    ran = datong_cli(*arguments, "--json")
    assert (ran.code, ran.err) == (2, "")
    assert ran.codes == ["bad_usage"]


def test_any_other_message_of_argparse_still_ends_well() -> None:
    assert chinese_error("argument --json: ignored explicit argument 'x'") == "--json 后面不能带内容 'x'。"
    assert chinese_error("something new") == "参数不对（something new）。"


@pytest.mark.parametrize("command", [
    [], ["score"], ["import"], ["export"], ["check"], ["backup"], ["enterprises"], ["enterprises", "check"],
])
def test_help_is_in_chinese(datong_cli: Any, command: list[str]) -> None:
    ran = datong_cli(*command, "--help")
    assert ran.code == 0
    for english in ("usage", "positional", "options", "show this", "optional"):
        assert english not in ran.out
    assert "用法：" in ran.out
    assert "退出码" in ran.out or command


def test_the_version(datong_cli: Any) -> None:
    assert datong_cli("--version").out == f"datong {__version__}\n"


@pytest.mark.parametrize("year", ["22", "2022年", "abc", "", "1989", "2101", "-2022", "2022.0", "２０２２"])
def test_a_bad_year_is_a_problem(datong_cli: Any, year: str) -> None:
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", f"--year={year}", "--json")
    assert (ran.code, ran.codes) == (2, ["bad_year"])


def test_everything_wrong_at_once(datong_cli: Any) -> None:
    ran = datong_cli("score", "没有.xlsx", "--year", "2022", "--disqualify", "火星区", "--disqualify", "平城", "--json")
    assert (ran.code, ran.codes) == (2, ["file_missing", "unknown_district"])
    assert "火星区" in ran.json["problems"][1]["text"]


def test_disqualification_by_any_tolerated_name(datong_cli: Any) -> None:
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2022", "--disqualify", "云冈、经开 区", "--json")
    out = [row for row in ran.json["rows"] if row["disqualified"]]
    assert [row["district"] for row in out] == ["云冈区", "经开区"]
    assert all(row["points"] == [None] * 8 and row["final"] is None and row["rank"] is None for row in out)
    assert out[0]["values"] == [3, 3, 8, 23, 6, 0, 2, 0]
    table: dict[Cell, int | None] = {
        (row["district"], i.id): v
        for row in EXPECTED["annex1_plain.xlsx"]["rows"] for i, v in zip(datong().indicators, row["values"], strict=True)
    }
    slow = slow_assessment(datong(), table, frozenset({"云冈区", "经开区"}))
    assert {row["district"]: row["rank"] for row in ran.json["rows"]} == {d: rank for d, (_, _, rank) in slow.items()}


def test_another_scheme_is_a_file_alone(datong_cli: Any, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "表.xlsx", grid(second()))
    ran = datong_cli("score", path, "--year", "2024", "--scheme", DATA / "second-scheme.toml", "--json")
    assert ran.code == 0
    assert ran.json["scheme"] == "example-2024"
    assert len(ran.json["rows"]) == 13
    assert len(ran.json["rows"][0]["points"]) == 6


@pytest.mark.parametrize(("content", "words"), [
    (b"format = 2", "format"), (b"\xff\xfe", "UTF-8"), (b"x = [", "TOML"), (b"", "format"), (None, "找不到"),
])
def test_an_unreadable_scheme_is_a_problem(datong_cli: Any, tmp_path: Path, content: bytes | None, words: str) -> None:
    scheme = tmp_path / "方案.toml"
    if content is not None:
        scheme.write_bytes(content)
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2022", "--scheme", scheme, "--json")
    assert (ran.code, ran.codes) == (2, ["bad_scheme"])
    assert words in ran.json["problems"][0]["text"]
    assert "方案.toml" in ran.json["problems"][0]["text"]


def test_a_folder_as_scheme_and_as_file(datong_cli: Any, tmp_path: Path) -> None:
    assert datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2022", "--scheme", tmp_path, "--json").codes == ["bad_scheme"]
    assert datong_cli("score", tmp_path, "--year", "2022", "--json").codes == ["file_unreadable"]


def test_csv_is_scored_like_the_workbook(datong_cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes("\r\n".join(",".join(map(str, row)) for row in grid(datong())).encode("gb18030"))
    ran = datong_cli("score", path, "--year", "2022", "--json")
    assert ran.code == 0
    assert ran.json["rows"][10]["values"] == list(range(100, 108))


def test_the_table_for_people_is_aligned_and_says_what_is_missing(datong_cli: Any) -> None:
    ran = datong_cli("score", DATA / "annex1_incomplete.xlsx", "--year", "2023")
    assert ran.code == 0
    assert "未报齐：还缺 3 个数字" in ran.out
    assert "阳高县「上市企业数量」" in ran.out
    rows = [line for line in ran.out.splitlines() if line.startswith(("县区", *datong().districts))]
    assert len(rows) == 12
    assert len({width(row) for row in rows}) == 1


def test_alignment_counts_chinese_as_two() -> None:
    assert aligned([("县区", "数"), ("a", "10")]) == ["县区  数", "a     10"]


def test_out_writes_the_four_files(datong_cli: Any, tmp_path: Path) -> None:
    folder = tmp_path / "新" / "夹"
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2022", "--out", folder, "--json")
    assert ran.code == 0
    assert len(ran.json["rows"]) == 11
    assert sorted(p.suffix for p in folder.iterdir()) == [".pdf", ".pdf", ".xlsx", ".xlsx"]
    for workbook in folder.glob("*.xlsx"):
        again = datong_cli("score", workbook, "--year", "2022", "--json")
        assert again.out == ran.out


def test_out_that_cannot_be_made_is_a_problem(datong_cli: Any, tmp_path: Path) -> None:
    blocked = tmp_path / "文件"
    blocked.write_text("x")
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2022", "--out", blocked, "--json")
    assert (ran.code, ran.codes) == (2, ["file_error"])


def test_what_a_person_should_know_goes_to_standard_error(datong_cli: Any, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2021年度.xlsx", {"封面": [["x"]], "数": [*grid(datong()), ["合计", *([1] * 8)]]}, hidden=["数"])
    ran = datong_cli("score", path, "--year", "2022", "--json")
    assert (ran.code, len(ran.json["rows"])) == (0, 11)
    assert ran.err.splitlines() == [
        "看得见的工作表里没有附表1，用的是隐藏的工作表「数」。", "未导入：合计行。", "请核对：文件名写的是2021年度，现在按2022年度打分。",
    ]


def test_a_pipe_and_an_empty_folder_name_end_in_a_sentence(datong_cli: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    assert datong_cli("score", tmp_path / "管道", "--year", "2022", "--json").codes == ["file_unreadable"]
    ran = datong_cli("score", DATA / "annex1_plain.xlsx", "--year", "2022", "--out", "", "--json")
    assert (ran.code, ran.codes) == (2, ["bad_usage"])


def test_a_broken_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "datong_desktop", "score", str(DATA / "annex1_plain.xlsx"), "--year", "2022"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == cli.BROKEN_PIPE


def test_an_internal_error_is_one_sentence(datong_cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli._COMMANDS, "score", lambda arguments: 1 // 0)
    ran = datong_cli("score", "a", "--year", "2022", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "程序内部出错（ZeroDivisionError" in ran.err


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = ["openpyxl", "reportlab", "xlsxwriter", "sqlalchemy", "alembic", "pypdfium2", "PySide6"]
    code = "import sys; from datong_desktop import cli; cli.main(['--help']); " + (
        f"sys.exit(','.join(m for m in {heavy} if m in sys.modules) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
    score = "import sys; from datong_desktop import cli; cli.main(sys.argv[1:]); " + (
        f"sys.exit(','.join(m for m in {heavy[1:]} if m in sys.modules) or 0)"
    )
    command = [sys.executable, "-c", score, "score", str(DATA / "annex1_plain.xlsx"), "--year", "2022", "--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
