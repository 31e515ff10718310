"""Fetching jars: told what is missing, never half a cache, not twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.jars import check_java_and_maven, class_path, fetch_release
from kafkatui.sandbox.versions import RELEASES, find_release

RELEASE = RELEASES["3.9"]

MAVEN = """#!/bin/sh
echo run >> "$RUNS"
for argument; do case $argument in -DoutputDirectory=*) out=${argument#*=};; esac; done
mkdir -p "$out"; touch "$out/b.jar" "$out/a.jar"
echo 'Downloaded from central: somewhere/a.jar (3 kB at 1 kB/s)'
"""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but the shell's tools and a directory for stand-ins; an empty cache."""
    directory = tmp_path / "bin"
    directory.mkdir()
    for tool in ("sh", "mkdir", "touch", "sleep"):
        (directory / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(directory))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("KAFKATUI_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("RUNS", str(tmp_path / "runs"))
    return directory


def install(directory: Path, name: str, script: str) -> None:
    (directory / name).write_text(script)
    (directory / name).chmod(0o755)


def test_what_is_missing_is_named_with_how_to_install_it_and_what_works_without(tools: Path) -> None:
    with pytest.raises(SandboxError, match="needs Java and Maven") as caught:
        check_java_and_maven()
    assert "apt install" in caught.value.advice
    assert "--mock" in caught.value.advice
    install(tools, "java", "#!/bin/sh\n")
    with pytest.raises(SandboxError, match="needs Maven,"):
        check_java_and_maven()


def test_jars_are_fetched_once_and_make_a_class_path_in_order(tools: Path, tmp_path: Path) -> None:
    install(tools, "java", "#!/bin/sh\n")
    install(tools, "mvn", MAVEN)
    steps: list[str] = []
    fetch_release(RELEASE, steps.append)
    fetch_release(RELEASE, steps.append)
    assert (tmp_path / "runs").read_text().count("run") == 1
    assert [Path(jar).name for jar in class_path(RELEASE.broker_jars).split(":")] == ["a.jar", "b.jar"]
    assert steps[-1].endswith("1 jars")


@pytest.mark.parametrize(
    "failure", ["echo '[ERROR] no route to host'; exit 1", "echo '[ERROR] no route to host'; kill $$"]
)
def test_a_failed_download_leaves_no_cache_and_gives_mavens_reason(tools: Path, tmp_path: Path, failure: str) -> None:
    install(tools, "java", "#!/bin/sh\n")
    install(tools, "mvn", MAVEN + failure)
    with pytest.raises(SandboxError, match="no route to host"):
        fetch_release(RELEASE, lambda step: None)
    assert list((tmp_path / "cache" / "jars").iterdir()) == []


def test_every_release_has_its_poms_in_the_package() -> None:
    for release in RELEASES.values():
        for jars in release.jar_sets:
            assert jars.version in jars.pom.read_text()


def test_an_unknown_release_is_refused_with_those_there_are() -> None:
    with pytest.raises(SandboxError, match=r"no Kafka 0\.8.*3\.9, 2\.3, 4\.3"):
        find_release("0.8")
