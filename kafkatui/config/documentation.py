"""The settings file that documents itself: every setting with its default, written from the registry."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from kafkatui.config.file import CLUSTER_FIELDS, TIMEOUTS, ZOOKEEPER_PROPERTIES
from kafkatui.config.masks import MASK_FIELDS
from kafkatui.config.settings import ENVIRONMENT_PREFIX, SETTING_FIELDS, Settings, description_of
from kafkatui.config.topics import TOPIC_FIELDS
from kafkatui.config.user_commands import ASKED_FIELDS, COMMAND_FIELDS
from kafkatui.model.kinds import PAGE_NAMES

_HEAD = """\
# kafkatui's settings. Everything here is optional; what is commented out shows the default.
# A setting comes from this file, over it from an environment variable (read_only: KAFKATUI_READ_ONLY),
# over that from the command line.
"""

_KEYMAP = """\
# Keys by the id of an action; press ? to see the ids. Several keys are separated by commas.
# [keymap]
# refresh = "r,f5"
"""

_OWN = """\
# Words for `:`, each for a place (topic NAME, group NAME, overview …) or a command (its id, as ? tells it on i).
# [aliases]
# lag = "group payments"

# Commands of your own: in the menu on a, in ? and on their key.
# [commands.head]
# command = ["kcat", "-b", "{bootstrap_servers}", "-t", "{topic}", "-C", "-c", "{count}", "-e"]
# on = "topic"
# background = true
# [commands.head.fields.count]
# kind = "number"
# default = 10
"""

_REFRESH = """\
# How often a page reads what it shows, in seconds from 1 to 3600; "off": only when r is pressed. Left out: each reading
# as often as it is worth. What takes long to answer is asked less often whatever stands here.
# [refresh]
# topics = 10
# topic_partitions = 5
# group_progress = 1
# broker_log_dirs = "off"
{names}"""

_CLUSTERS = """\
# One table a cluster, opened with `kafkatui --cluster NAME`. `${env:NAME}`, `${file:/path}`, `${command:pass show k}`
# and `${keyring:service/user}` stand for what a variable, a file, the output of a command or the keyring holds; they
# are read when the cluster is opened and never shown.
"""

_EXAMPLE = """\
# [clusters.production]
# bootstrap_servers = "kafka-1:9093,kafka-2:9093"
# zookeeper = "zoo-1:2181,zoo-2:2181/kafka"
# read_only = true
# colour = "red"
# url_template = "http://ui.example.invalid/topics/{topic}/messages?partition={partition}&offset={offset}"
# events_file = "/var/tmp/kafkatui-events.jsonl"
# lag_threshold = 50000
# managed_topics = ["_schemas*", "connect-*"]
# [clusters.production.kafka]
# security.protocol = "SASL_SSL"
# sasl.mechanism = "SCRAM-SHA-512"
# sasl.username = "kafkatui"
# sasl.password = "${env:KAFKA_PASSWORD}"
# ssl.ca.location = "/etc/ssl/kafka-ca.pem"
# connect.url = "https://connect-1:8083,https://connect-2:8083"
# connect.basic.auth.user.info = "kafkatui:${env:CONNECT_PASSWORD}"
# jmx.url = "http://{host}:8778/jolokia"
# [clusters.production.timeouts]
# request = 20
# [clusters.production.topics.orders]
# decode_value = "avro:orders.avsc"
# [[clusters.production.mask]]
# topic = "users*"
# field = "value.email"
# with = "****"
# [clusters.production.logs]
# 1 = "/var/log/kafka/server.log"
# 2 = "kafka-2"
# zookeeper = "/var/log/zookeeper/zookeeper.log"
# [clusters.production.zookeeper_properties]
# auth = "digest:kafkatui:${file:/run/secrets/zookeeper}"
"""


def documented_defaults() -> str:
    """A commented settings file with every setting at its default; valid as it stands and with `# ` taken off."""
    defaults = Settings()
    parts = [_HEAD]
    for name in SETTING_FIELDS:
        lines = textwrap.wrap(description_of(name), 110)
        lines += [f"Environment: {ENVIRONMENT_PREFIX}{name.upper()}", f"{name} = {_toml(getattr(defaults, name))}"]
        parts.append("".join(f"# {line}\n" for line in lines))
    parts.append(_KEYMAP)
    parts.append(_own_words())
    parts.append(_REFRESH.format(names=_comment(f"The pages are {', '.join(PAGE_NAMES)}.")))
    parts.append(_CLUSTERS + _cluster_fields() + _EXAMPLE)
    return "\n".join(parts)


def _own_words() -> str:
    fields = _fields("", COMMAND_FIELDS) + _fields("  ", ASKED_FIELDS)
    return _OWN.replace("# [commands.head]\n", f"{fields}# [commands.head]\n")


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, 110))


def _cluster_fields() -> str:
    tables = {
        "timeouts": TIMEOUTS, "topics": TOPIC_FIELDS, "mask": MASK_FIELDS, "zookeeper_properties": ZOOKEEPER_PROPERTIES,
    }  # fmt: skip
    below = {name: _fields("  ", fields) for name, fields in tables.items()}
    return "".join(_fields("", {name: text}) + below.get(name, "") for name, text in CLUSTER_FIELDS.items())


def _fields(prefix: str, fields: Any) -> str:
    return "".join(f"#   {prefix}{name}: {description}\n" for name, description in fields.items())


def _toml(value: Any) -> str:
    """A default as TOML writes it; texts, numbers and booleans look alike in JSON and TOML."""
    return json.dumps(value)
