"""The command line's words: argparse speaking Chinese, and texts aligned in columns of Chinese characters."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NoReturn

from datong_desktop import __version__

_ERRORS = tuple((re.compile(pattern), text) for pattern, text in (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (?:命令|command): invalid choice: (\S+).*", r"没有 \1 这个命令"),
    (r"argument (.*?): invalid choice: (\S+).*", r"\1 不能是 \2"),
    (r"argument (.*?): expected (?:one|at least one) argument", r"\1 后面缺少内容"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 后面不能带内容 \2"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
))

_EPILOG = """退出码：
  0    办成了（表未报齐也算，标明“未报齐”）
  1    程序内部出错
  2    输入有问题或用法不对，什么也没有改动；原因在标准错误里，用 --json 时在标准输出里
  3    组不齐全部专家服务队（缺哪些席位、为什么，写在标准输出里）
  130  被中断

不带参数，或只给一个 *.datong 账套文件时，打开窗口。
"""


class UsageError(Exception):
    """The command cannot be understood; the text says why in Chinese."""

    def __init__(self, text: str, usage: str) -> None:
        super().__init__(text)
        self.text, self.usage = text, usage


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Formatter, allow_abbrev=False, add_help=False, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        raise UsageError(chinese_error(message), self.format_usage().strip())


def chinese_error(message: str) -> str:
    """An argparse message as a Chinese sentence."""
    for pattern, text in _ERRORS:
        if match := pattern.fullmatch(message):
            return f"{match.expand(text)}。"
    return f"参数不对（{message}）。"


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands. Values stay text: the commands judge them, so that bad ones are problems."""
    parser = _Parser(prog="datong", description="企业上市考核工作台：不开窗口，做同样的事。", epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"datong {__version__}", help="显示版本号")
    commands = parser.add_subparsers(title="命令", dest="command", metavar="命令", required=True, parser_class=_Parser)

    score = commands.add_parser("score", help="给一张表或账套的一个年度打分", description="给 .xlsx、.csv 表格或账套的一个年度打分。")
    score.add_argument("file", metavar="文件", help=".xlsx、.csv 表格，或 *.datong 账套")
    _year(score)
    score.add_argument("--scheme", metavar="方案文件", help="考核方案（.toml）；不给就用自带的大同方案。账套用自己存的方案")
    score.add_argument("--disqualify", metavar="县区", action="append", default=[], help="取消参评资格的县区，可以重复给")
    score.add_argument("--out", metavar="文件夹", help="把附表1、附表2 的 PDF 和 Excel 共四个文件写到这里")
    _json(score, "结果以 JSON 写到标准输出")

    take_in = commands.add_parser("import", help="把表格导入账套", description="先核对、再备份、后导入：有一处问题就什么也不导入。")
    take_in.add_argument("ledger", metavar="账套", help="*.datong 账套文件")
    take_in.add_argument("file", metavar="文件", help=".xlsx 或 .csv 表格")
    _year(take_in)
    take_in.add_argument("--preview", action="store_true", help="只看会改动什么，不导入")
    take_in.add_argument(
        "--create-year", action="store_true", help="账套里没有这个年度时先新建它（考核方案与最近的年度相同），与导入一起写入"
    )
    take_in.add_argument("--yes", action="store_true", help="文件名写的是别的年度时，仍然导入（表内写着别的年度的一律不导入）")
    _json(take_in, "有问题时以 JSON 写到标准输出")

    export = commands.add_parser("export", help="导出一个年度的四个文件", description="写出附表1、附表2 的 PDF 和 Excel。")
    export.add_argument("ledger", metavar="账套", help="*.datong 账套文件")
    _year(export)
    export.add_argument("--out", metavar="文件夹", required=True, help="写到哪个文件夹，没有就新建")
    _json(export, "有问题时以 JSON 写到标准输出")

    check = commands.add_parser("check", help="核对账套是否完好", description="核对账套文件、数字和改动记录是否完好一致。")
    check.add_argument("ledger", metavar="账套", help="*.datong 账套文件")
    _json(check, "结果以 JSON 写到标准输出")

    backup = commands.add_parser("backup", help="备份账套", description="在账套旁的备份文件夹里做一份核对过的备份。")
    backup.add_argument("ledger", metavar="账套", help="*.datong 账套文件")
    _json(backup, "有问题时以 JSON 写到标准输出")

    _enterprises(commands.add_parser("enterprises", help="企业库：名单导入导出、核对入库条件", description="企业库的命令。"))
    _experts(commands.add_parser("experts", help="专家库：名单导入导出、审查申报条件", description="专家库的命令。"))
    _needs(commands.add_parser("needs", help="服务对象：名单导入", description="服务对象（要服务的企业和县区，需要什么）的命令。"))
    _teams(commands.add_parser("teams", help="专家服务队：智能组队、核对", description="专家服务队的命令。"))
    return parser


def _teams(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="命令", dest="teams_command", metavar="命令", required=True, parser_class=_Parser)
    about = "按附件5 的要求，一次给全部服务对象组队：各类机构齐全、券商专家负责、总分最高。"
    propose = commands.add_parser("propose", help="给每个服务对象组一支服务队", description=about)
    propose.add_argument(
        "file", metavar="文件", help="*.datong 账套（给没有了结的服务需求组队，不改账套），或有“专家库”和“服务对象”的 .xlsx 表格"
    )
    propose.add_argument("--on", metavar="日期", required=True, help="组队日期，例如 2023-04-01；专家资格按这一天审查")
    propose.add_argument("--seconds", metavar="秒", default="60", help="最多算多少秒，不给就是 60")
    _json(propose, "结果以 JSON 写到标准输出")
    check = commands.add_parser("check", help="核对账套里每支服务队的各项规则", description="按附件5 的要求，逐队逐项核对。")
    _ledger(check)
    check.add_argument("--on", metavar="日期", help="核对日期，例如 2023-04-01，不给就是今天；专家资格按这一天审查")
    _json(check, "结果以 JSON 写到标准输出")


def _enterprises(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(
        title="命令", dest="enterprises_command", metavar="命令", required=True, parser_class=_Parser
    )
    check = commands.add_parser(
        "check", help="核对名单或账套里每家企业的入库条件", description="按附件2 的入库标准，逐家逐条核对。"
    )
    check.add_argument("file", metavar="文件", help=".xlsx、.csv 企业名单，或 *.datong 账套")
    check.add_argument("--on", metavar="日期", required=True, help="申报日期，例如 2023-03-15")
    _json(check, "结果以 JSON 写到标准输出")

    _take_in(commands, "企业名单")
    _which(_export(commands, "企业"))

    listing = commands.add_parser("list", help="列出企业", description="列出没有归档的企业和它们走到哪一步。")
    _ledger(listing)
    _which(listing)
    _json(listing, "结果以 JSON 写到标准输出")

    _template(commands, "企业名单")


def _experts(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(
        title="命令", dest="experts_command", metavar="命令", required=True, parser_class=_Parser
    )
    check = commands.add_parser(
        "check", help="审查账套或表格里每名专家的申报条件", description="按附件5 的申报条件，逐人逐条审查；不保存结果。"
    )
    check.add_argument("file", metavar="文件", help="*.datong 账套，有“专家库”工作表的 .xlsx 表格，或 .csv 专家名单")
    check.add_argument("--on", metavar="日期", help="审查日期，例如 2023-04-01，不给就是今天")
    _json(check, "结果以 JSON 写到标准输出")
    _take_in(commands, "专家名单")
    _export(commands, "专家").add_argument("--type", metavar="机构类型", default="", help="只要这种机构的，例如 证券机构")
    _template(commands, "专家名单")


def _needs(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="命令", dest="needs_command", metavar="命令", required=True, parser_class=_Parser)
    _take_in(commands, "服务对象名单")
    _template(commands, "服务对象名单")


def _take_in(commands: argparse._SubParsersAction[Any], what: str) -> None:
    take_in = commands.add_parser(
        "import", help=f"把{what}导入账套", description="先核对、再备份、后导入：有一处问题就什么也不导入，空白格不清掉已录的内容。"
    )
    _ledger(take_in)
    take_in.add_argument("file", metavar="文件", help=f".xlsx 或 .csv {what}，表头任意次序")
    take_in.add_argument("--preview", action="store_true", help="只看会新增、改动什么，不导入")
    _json(take_in, "结果以 JSON 写到标准输出")


def _export(commands: argparse._SubParsersAction[Any], whom: str) -> argparse.ArgumentParser:
    export: argparse.ArgumentParser = commands.add_parser("export", help=f"导出{whom}名单", description=f"把没有归档的{whom}写成一张表。")
    _ledger(export)
    export.add_argument("--out", metavar="文件", required=True, help="写到哪个文件，.csv 结尾写成 CSV，否则写成 Excel")
    _json(export, "结果以 JSON 写到标准输出")
    return export


def _template(commands: argparse._SubParsersAction[Any], what: str) -> None:
    template = commands.add_parser("template", help="写一张空白名单", description=f"写一张可以填好再导入的空白{what}（.xlsx）。")
    template.add_argument("--out", metavar="文件", required=True, help="写到哪个文件")
    _json(template, "结果以 JSON 写到标准输出")


def _ledger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="账套", help="*.datong 账套文件")


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--district", metavar="县区", default="", help="只要这个县区的")
    parser.add_argument("--state", metavar="状态", default="", help="只要这个状态的，例如 已入库")


def _year(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", metavar="年度", required=True, help="考核年度，例如 2022")


def _json(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--json", action="store_true", help=text)


def width(text: str) -> int:
    """Columns a text takes in a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines of equal columns: the first to the left, the others to the right."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [" " * (wide - width(cell)) + cell for cell, wide in zip(row, widths, strict=True)]
        cells[0] = row[0] + " " * (widths[0] - width(row[0]))
        lines.append("  ".join(cells).rstrip())
    return lines
