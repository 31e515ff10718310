"""ConsumerGroupDescribe (KIP-848): the only request that describes a group of the "consumer" type."""

from __future__ import annotations

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.api_message import ApiMessage

GROUP_ID_NOT_FOUND = 69
"""No such group, or one of another type."""


class ConsumerGroupDescribeRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class ConsumerGroupDescribeResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""
