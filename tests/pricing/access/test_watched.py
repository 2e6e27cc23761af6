import os

from pricing.access.watched import Watched


def test_a_change_is_told_once_however_it_is_made(tmp_path):
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("1")
    watched = Watched(path, other)
    assert not watched.changed()
    path.write_text("22")
    assert watched.changed()
    assert not watched.changed()
    (tmp_path / "new").write_text("33")
    (tmp_path / "new").replace(path)
    assert watched.changed()
    os.utime(path, ns=(1, 1))
    assert watched.changed()
    other.write_text("")
    assert watched.changed()
    path.unlink()
    assert watched.changed()
    assert not watched.changed()


def test_a_link_that_is_turned_elsewhere_is_a_change(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text("same")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "one")
    watched = Watched(link)
    link.unlink()
    link.symlink_to(tmp_path / "two")
    assert watched.changed()


def test_a_file_that_may_be_read_again_is_a_change(tmp_path):
    path = tmp_path / "a"
    path.write_text("1")
    watched = Watched(path)
    path.chmod(0)
    assert watched.changed()
    path.chmod(0o600)
    assert watched.changed()


def test_another_text_of_the_same_length_and_age_is_a_change(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    then = path.stat().st_mtime_ns
    watched = Watched(path)
    path.write_text("two")
    os.utime(path, ns=(then, then))
    assert watched.changed()
