"""The requests that share groups are told and changed by (KIP-932), which kafka-python does not have."""

from __future__ import annotations

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.api_message import ApiMessage


class ShareGroupDescribeRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class ShareGroupDescribeResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class DescribeShareGroupOffsetsRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class DescribeShareGroupOffsetsResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class AlterShareGroupOffsetsRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class AlterShareGroupOffsetsResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class DeleteShareGroupOffsetsRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class DeleteShareGroupOffsetsResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""
