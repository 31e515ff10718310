"""The four requests about delegation tokens (KIP-48, KIP-373), which kafka-python does not have."""

from __future__ import annotations

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.api_message import ApiMessage


class CreateDelegationTokenRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class CreateDelegationTokenResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class RenewDelegationTokenRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class RenewDelegationTokenResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class ExpireDelegationTokenRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class ExpireDelegationTokenResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class DescribeDelegationTokenRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class DescribeDelegationTokenResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""
