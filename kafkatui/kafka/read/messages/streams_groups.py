"""StreamsGroupDescribe (KIP-1071): the only request that tells of streams groups."""

from __future__ import annotations

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.api_message import ApiMessage


class StreamsGroupDescribeRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class StreamsGroupDescribeResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""
