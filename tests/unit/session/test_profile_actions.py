"""Adding, editing, cloning, removing, importing and exporting profiles: file, journal, undo, secrets."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kafkatui.config import keyring_secrets
from kafkatui.config.file import parse_config
from kafkatui.config.options import Options
from kafkatui.config.resolve import resolve
from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.outcome import Outcome, OutcomeState
from kafkatui.model.plan import Plan
from kafkatui.model.task import TaskPhase
from kafkatui.session.action_base import Action
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.application import Application
from kafkatui.session.settings_file import SettingsFile
from tests.unit.config.fake_keyring import KEPT, FakeKeyring, HeadlessKeyring

TEXT = """\
# ours
theme = "nord"

# careful with it
[clusters.prod]
bootstrap_servers = ["a:1", "b:2"]   # two
[clusters.prod.kafka]
sasl.username = "me"
sasl.password = "in clear"   # old
socket.timeout.ms = 2000
enable.ssl.certificate.verification = false
"""


class Settings:
    """A settings file, and kafkatui working on it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config.toml"
        self.changes = 0
        self.application = Application(SettingsFile(Options(config=str(self.path)), {}, self._changed))

    def _changed(self) -> None:
        self.changes += 1

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def clusters(self) -> dict[str, Any]:
        return tomllib.loads(self.text).get("clusters", {})  # type: ignore[no-any-return]

    def plan(self, action: Action[Any] | str, **values: Any) -> tuple[Action[Any], Plan[Any]]:
        """What it would do; what is not given is as the dialog has it."""
        action = catalogue()[f"cluster.{action}"] if isinstance(action, str) else action
        targets = action.targets_of(values)
        actions = self.application.actions
        actions.require(action, targets, values)
        form = {field.name: field.default for field in action.form(actions.context, targets).fields}
        task = actions.plan(action, targets, {**form, **values})
        assert task.wait(30)
        return action, task.result()

    def do(self, action: Action[Any] | str, **values: Any) -> Outcome:
        made, plan = self.plan(action, **values)
        return self.run(made, plan, **values)

    def run(self, action: Action[Any], plan: Plan[Any], **values: Any) -> Outcome:
        task = self.application.actions.run(action, action.targets_of(values), values, plan)
        assert task.wait(30)
        return task.result()

    def undo(self) -> Outcome:
        entry = next(each for each in self.application.actions.entries() if not each.why_not_undoable)
        return self.do(self.application.actions.undo(entry))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KAFKATUI_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(keyring_secrets, "_keyring", FakeKeyring)
    KEPT.clear()
    return Settings(tmp_path)


@pytest.fixture
def written(settings: Settings) -> Settings:
    settings.path.write_text(TEXT)
    settings.path.chmod(0o640)
    return settings


def journal(settings: Settings) -> str:
    return settings.application.actions.context.journal().path.read_text()


def test_the_first_cluster_makes_the_file_readable_by_nobody_else(settings: Settings) -> None:
    properties = ("sasl.password=s3cret", "client.id=x y")
    outcome = settings.do("add", bootstrap_servers="a:1,b", password=None, properties=properties, protected=True)
    assert outcome.is_done
    assert settings.clusters["a:1"] == {
        "bootstrap_servers": "a:1,b", "protected": True,
        "kafka": {"sasl.password": "${keyring:kafkatui/a:1.sasl.password}", "client.id": "x y"},
    }  # fmt: skip
    assert KEPT == {("kafkatui", "a:1.sasl.password"): "s3cret"}
    assert stat.S_IMODE(settings.path.stat().st_mode) == 0o600
    assert "s3cret" not in journal(settings) + settings.text
    assert settings.changes == 1
    assert settings.undo().is_done
    assert settings.clusters == {}


def test_a_name_that_is_taken_gets_a_number(written: Settings) -> None:
    written.do("add", name="prod", bootstrap_servers="c:1")
    written.do("add", name="prod", bootstrap_servers="d:1")
    assert list(written.clusters) == ["prod", "prod-2", "prod-3"]


def test_a_comma_at_the_end_of_the_addresses_is_taken(settings: Settings) -> None:
    settings.do("add", name="east", bootstrap_servers="a:1, ", zookeeper="zoo:2, ")
    settings.do("edit", profile="east", bootstrap_servers="b:1,", zookeeper="zoo:3 ,")
    file = parse_config(settings.text, settings.path)
    profile, _ = resolve(Options(cluster="east"), {}, file)
    assert profile.zookeeper is not None
    assert (profile.bootstrap_servers, profile.zookeeper.connect) == ("b:1", "zoo:3")


def test_without_a_keyring_a_variable_is_named_and_nothing_is_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_secrets, "_keyring", HeadlessKeyring)
    outcome = settings.do("add", name="größe 1", bootstrap_servers="a:1", password="s3cret")
    (told,) = outcome.targets
    assert "no keyring that answers" in told.reason
    assert "set the variable KAFKATUI_SECRET_GR_SSE_1_SASL_PASSWORD" in told.reason
    assert settings.clusters["größe 1"]["kafka"] == {"sasl.password": "${env:KAFKATUI_SECRET_GR_SSE_1_SASL_PASSWORD}"}
    assert "s3cret" not in journal(settings) + settings.text


def test_editing_nothing_changes_nothing_and_masks_what_is_secret(written: Settings) -> None:
    action, plan = written.plan("edit", profile="prod")
    assert plan.nothing_to_do == "Nothing of prod is changed."
    form = action.form(written.application.actions.context, action.targets_of({"profile": "prod"}))
    assert "in clear" not in str(form)
    assert form.field("properties").default == ("socket.timeout.ms=2000", "enable.ssl.certificate.verification=false")


def test_an_edit_writes_what_differs_and_its_undo_puts_it_back(written: Settings) -> None:
    outcome = written.do("edit", profile="prod", username="you", zookeeper="zk:2181/x", timeouts=("request=2.5",))
    assert outcome.is_done
    for kept in (
        '["a:1", "b:2"]   # two',
        'sasl.password = "in clear"   # old',
        "socket.timeout.ms = 2000\n",
        "# ours",
    ):
        assert kept in written.text
    assert written.clusters["prod"]["kafka"]["sasl"]["username"] == "you"
    assert written.clusters["prod"]["timeouts"] == {"request": 2.5}
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o640
    assert "in clear" not in journal(written)
    assert written.undo().is_done
    assert tomllib.loads(written.text) == tomllib.loads(TEXT)
    assert "# old" in written.text


def test_a_rename_is_undone(written: Settings) -> None:
    written.do("edit", profile="prod", new_name="live")
    assert list(written.clusters) == ["live"]
    assert "# careful with it" in written.text
    written.undo()
    assert tomllib.loads(written.text) == tomllib.loads(TEXT)


def test_a_secret_that_is_replaced_goes_to_the_keyring_and_the_old_one_is_not_in_the_journal(written: Settings) -> None:
    written.do("edit", profile="prod", password="new secret")
    assert KEPT == {("kafkatui", "prod.sasl.password"): "new secret"}
    assert written.clusters["prod"]["kafka"]["sasl"]["password"] == "${keyring:kafkatui/prod.sasl.password}"
    entry = written.application.actions.entries()[0]
    _, plan = written.plan(written.application.actions.undo(entry))
    assert all("in clear" not in str(row) for row in plan.rows)
    assert not {"in clear", "new secret"} & set(journal(written).split('"'))


def test_a_clone_has_no_secret_in_clear(written: Settings) -> None:
    written.do("clone", profile="prod", new_name="prod")
    assert list(written.clusters) == ["prod", "prod-2"]
    kafka = written.clusters["prod-2"]["kafka"]
    assert kafka["sasl.password"] == "${keyring:kafkatui/prod-2.sasl.password}"
    assert written.text.count("in clear") == 1


def test_what_was_removed_comes_back_without_the_secret_which_is_said(written: Settings) -> None:
    _, plan = written.plan("remove", profile="prod")
    assert "sasl.password in clear, which nothing puts back" in plan.warnings[0]
    written.do("remove", profile="prod")
    assert written.text == '# ours\ntheme = "nord"\n\n'
    entry = written.application.actions.entries()[0]
    action, undo = written.plan(written.application.actions.undo(entry))
    assert undo.warnings == ("prod: sasl.password is not put back: the journal keeps no secrets.",)
    written.run(action, undo)
    assert written.clusters["prod"]["kafka"] == {
        "sasl.username": "me", "socket.timeout.ms": 2000, "enable.ssl.certificate.verification": False,
    }  # fmt: skip


def test_a_file_that_was_changed_meanwhile_is_left_alone(written: Settings) -> None:
    action, plan = written.plan("edit", profile="prod", zookeeper="zk:1")
    written.path.write_text(TEXT + "# mine\n")
    outcome = written.run(action, plan, profile="prod")
    assert [each.state for each in outcome.targets] == [OutcomeState.CONFLICT]
    assert written.text == TEXT + "# mine\n"
    assert written.changes == 0


def test_an_undo_leaves_what_somebody_changed_since(written: Settings) -> None:
    written.do("edit", profile="prod", zookeeper="zk:1")
    written.path.write_text(written.text.replace("zk:1", "zk:9"))
    entry = written.application.actions.entries()[0]
    _, plan = written.plan(written.application.actions.undo(entry))
    assert plan.nothing_to_do
    assert plan.warnings == ("prod is not touched: it was changed since.",)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"bootstrap_servers": None}, "bootstrap_servers", "addresses are needed, or ZooKeeper's"),
        ({"bootstrap_servers": "a:x"}, "bootstrap_servers", "the port x"),
        ({"zookeeper": "zk:0"}, "zookeeper", "the port 0"),
        ({"properties": ("nonsense",)}, "properties", "has no value"),
        ({"properties": ("group.id=",)}, "properties", "group.id is empty"),
        ({"properties": ("sasl.password=••••••",)}, "properties", "masked"),
        ({"zookeeper_properties": ("tls.cert=x",)}, "zookeeper_properties", "no ZooKeeper property tls.cert"),
        ({"timeouts": ("request=soon",)}, "timeouts", "a number of seconds"),
        ({"timeouts": ("requests=1",)}, "timeouts", "no time-out requests"),
        ({"timeouts": ("request=0",)}, "timeouts", "from 0.5 to 600"),
        ({"jaas": "x.Y required;"}, "jaas", "Y, which is not known"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(
    settings: Settings, values: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(FieldError, match=said) as caught:
        settings.plan("add", **{"bootstrap_servers": "a:1", **values})
    assert caught.value.field == field
    assert not settings.path.exists()


def test_what_librdkafka_refuses_is_a_warning(settings: Settings) -> None:
    _, plan = settings.plan("add", bootstrap_servers="a:1", properties=("no.such.property=1",))
    assert "There is no Kafka property no.such.property." in plan.warnings[0]


def test_jaas_is_read_for_user_and_password(settings: Settings) -> None:
    jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p;w";'
    settings.do("add", name="j", bootstrap_servers="a:1", jaas=jaas)
    assert settings.clusters["j"]["kafka"]["sasl.username"] == "u"
    assert KEPT == {("kafkatui", "j.sasl.password"): "p;w"}
    assert "p;w" not in journal(settings)


def test_a_profile_that_is_not_in_the_file_is_an_obstacle(written: Settings) -> None:
    with pytest.raises(Refused, match="nobody is not in"):
        written.plan("edit", profile="nobody")


def test_a_link_to_the_file_stays_a_link(written: Settings, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    written.path.rename(real)
    written.path.symlink_to(real)
    written.do("edit", profile="prod", zookeeper="zk:1")
    assert written.path.is_symlink()
    assert "zk:1" in real.read_text()


def test_an_import_adds_every_cluster_and_tells_what_it_left_out(written: Settings, tmp_path: Path) -> None:
    file = tmp_path / "clusters.json"
    file.write_text(
        '{"prod": {"bootstrap.servers": "k:1", "name": "prod", "ssl.truststore.location": "a.jks"},'
        '"b": {"bootstrap.servers": "b:1", "sasl.jaas.config": "x.PlainLoginModule required username=u password=s3c;"}}'
    )
    outcome = written.do("import", file=str(file))
    assert list(written.clusters) == ["prod", "prod-2", "b"]
    told = {each.target: each.reason for each in outcome.targets}
    assert "prod is taken: it is called prod-2." in told["prod-2"]
    assert "The truststore is JKS" in told["prod-2"]
    assert "A secret goes to the keyring, as b.sasl.password." in told["b"]
    assert KEPT == {("kafkatui", "b.sasl.password"): "s3c"}
    assert "s3c" not in journal(written) + written.text
    written.undo()
    assert tomllib.loads(written.text) == tomllib.loads(TEXT)


def test_an_import_without_an_address_asks_for_it(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "client.properties"
    file.write_text("security.protocol=SSL\n")
    with pytest.raises(FieldError, match="does not tell where client is"):
        settings.plan("import", file=str(file))
    settings.do("import", file=str(file), bootstrap_servers="a:9093", name="tls")
    assert settings.clusters == {"tls": {"bootstrap_servers": "a:9093", "kafka": {"security.protocol": "SSL"}}}


def test_an_export_leaves_secrets_out_unless_asked_and_says_so(written: Settings, tmp_path: Path) -> None:
    file = tmp_path / "out.toml"
    _, plan = written.plan("export", file=str(file))
    assert "left out" in plan.warnings[0]
    assert written.do("export", file=str(file)).is_done
    assert "in clear" not in file.read_text()
    assert "# Left out, because secret: sasl.password" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FieldError, match="is there already"):
        written.plan("export", file=str(file))
    whole = tmp_path / "whole.toml"
    _, plan = written.plan("export", file=str(whole), with_secrets=True, names=("prod",))
    assert "secrets in clear" in plan.warnings[0]
    written.do("export", file=str(whole), with_secrets=True, names=("prod",))
    assert "in clear" in whole.read_text()
    written.do("remove", profile="prod")
    written.do("import", file=str(whole))
    assert written.clusters["prod"]["kafka"]["sasl.password"] == "${keyring:kafkatui/prod.sasl.password}"


def test_what_is_typed_is_tried_before_it_is_saved(written: Settings) -> None:
    """Nobody listens there: each part says so, and nothing is written anywhere."""
    before = written.path.read_bytes()
    actions = written.application.actions
    for action_id, given in (("cluster.add", {"name": "new"}), ("cluster.edit", {"profile": "prod"})):
        action = catalogue()[action_id]
        assert action.can_try_out
        targets = action.targets_of(given) if action_id == "cluster.edit" else ()
        form = {field.name: field.default for field in action.form(actions.context, targets).fields}
        typed = {**form, **given, "bootstrap_servers": "127.0.0.1:9", "timeouts": ("request=1",), "username": "me"}
        typed |= {"password": "typed secret", "security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN"}
        task = actions.try_out(action, targets, typed, lambda _: None)
        assert task.wait(20)
        states = {row.values[0]: row.values[1] for row in task.result().rows}
        assert states["Kafka"] == "✗ fails"
        assert states["ZooKeeper"] == "– none"
        assert "typed secret" not in repr(task.result().rows)
    assert written.path.read_bytes() == before
    assert not KEPT
    assert not actions.entries()


def test_trying_it_can_be_given_up_at_once(written: Settings) -> None:
    action = catalogue()["cluster.add"]
    actions = written.application.actions
    typed = {"name": "new", "bootstrap_servers": "127.0.0.1:9", "timeouts": ("request=300",)}
    task = actions.try_out(action, (), typed, lambda _: None)
    task.cancel()
    assert task.wait(30), "it waits for its time-outs"
    assert task.state.phase is TaskPhase.CANCELLED


def test_a_colour_is_set_shown_and_taken_out_and_another_word_refused(written: Settings) -> None:
    settings = written
    assert settings.do("edit", profile="prod", colour="red").is_done
    assert settings.clusters["prod"]["colour"] == "red"
    action = catalogue()["cluster.edit"]
    form = action.form(settings.application.actions.context, action.targets_of({"profile": "prod"}))
    assert form.field("colour").default == "red"
    with pytest.raises(FieldError, match="There is no colour bleu") as refused:
        settings.plan("edit", profile="prod", colour="bleu")
    assert refused.value.field == "colour"
    assert settings.do("edit", profile="prod", colour="").is_done
    assert "colour" not in settings.clusters["prod"]


def test_a_secret_in_clear_is_shown_when_asked_for_and_the_journal_says_that_it_was(written: Settings) -> None:
    (outcome,) = written.do("reveal", profile="prod").targets
    assert (outcome.target, outcome.secret) == ("sasl.password", "in clear")
    (entry,) = written.application.actions.entries()
    assert entry.summary == "Shows sasl.password of prod."
    assert "in clear" not in journal(written)
    written.path.write_text(TEXT.replace('"in clear"', '"${env:PASSWORD}"'))
    with pytest.raises(Refused, match="stands in the settings file itself"):
        written.do("reveal", profile="prod")
