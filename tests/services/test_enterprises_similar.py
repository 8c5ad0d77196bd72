"""Similar names over a ledger, with an index that follows writes."""

from __future__ import annotations

from pathlib import Path

from datong_desktop.services import enterprises, enterprises_similar, history
from tests.storage import new_ledger


def test_similar_enterprises_and_an_index_that_is_kept(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    try:
        names = ("大同市银河科技有限公司", "大同市银何科技有限公司", "大同市云峰商贸有限公司")
        ids = [next(iter(enterprises.create(target, {"name": name}).enterprises)) for name in names]
        found = enterprises_similar.similar(target, "银河科技")
        assert [one.name for one in found] == [*names[:2]]
        assert [one.id for one in enterprises_similar.similar(target, names[0], but_not=ids[0])] == [ids[1]]
        assert len(enterprises_similar.similar(target, "银河科技", 1)) == 1
        index = enterprises_similar.index_of(target)
        changed = enterprises.edit(target, [ids[2]], {"name": "大同银河科技有限责任公司"})
        enterprises_similar.refresh(target, index, changed.enterprises)
        assert {one.id for one in enterprises_similar.similar(target, "银河科技", index=index)} == set(ids)
        created = enterprises.create(target, {"name": "大同古城食品有限公司"})
        assert created.change_set is not None
        enterprises_similar.refresh(target, index, created.enterprises)
        undone = history.undo(target, created.change_set)
        assert [one.name for one in enterprises_similar.similar(target, "古城食品", index=index)] == []
        enterprises_similar.refresh(target, index, undone.enterprises)
        assert index.nearest("古城食品") == []
        assert enterprises_similar.similar(target, "") == ()
    finally:
        target.close()
