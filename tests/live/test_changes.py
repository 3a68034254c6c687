import pytest

from recognize.live.changes import Changes, clock


def test_only_a_change_since_the_look_makes_one_ask_again():
    changes = Changes()
    looked = clock()
    assert not changes.may_have_come("person:1", looked)
    changes.note("person:1")
    assert changes.may_have_come("person:1", looked)
    assert not changes.may_have_come("person:2", looked)
    assert not changes.may_have_come("person:1", clock())


def test_what_it_has_forgotten_it_does_not_deny(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("recognize.live.changes.REMEMBERED", 2)
    changes = Changes()
    looked = clock()
    for person in range(3):
        changes.note(f"person:{person}")
    assert changes.may_have_come("person:0", looked)
    looked = clock()
    changes.forget()
    assert changes.may_have_come("person:7", looked)
