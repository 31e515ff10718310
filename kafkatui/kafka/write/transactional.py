"""Records that are seen together, or not at all."""

from __future__ import annotations

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.kafka.write.produce import KafkaProducer
from kafkatui.model.errors import KafkatuiError, NotAuthorized, OutcomeUnknown, RequestFailed
from kafkatui.model.send_settings import SendSettings

TRANSACTION_SECONDS = 900.0
"""The coordinator aborts a transaction that is open for longer: brokers allow no more by default."""

BEGIN_SECONDS = 20.0
END_SECONDS = 20.0


class TransactionalProducer(KafkaProducer):
    """One transaction: `begin`, records, then `commit` or `abort`, which wait for the coordinator.

    Args:
        transactional_id: names the producer to the coordinator; another one of that name is shut out by `begin`.
    """

    def __init__(self, connection: KafkaConnection, transactional_id: str, settings: SendSettings) -> None:
        super().__init__(
            connection,
            SendSettings(settings.compression),
            {"transactional.id": transactional_id, "transaction.timeout.ms": round(TRANSACTION_SECONDS * 1000)},
        )
        self._id = transactional_id

    def __enter__(self) -> TransactionalProducer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> None:
        """Begin it.

        Raises:
            KafkatuiError: the coordinator does not allow it, or does not answer.
        """
        try:
            self._producer.init_transactions(BEGIN_SECONDS)
            self._producer.begin_transaction()
        except KafkaException as error:
            raise self._problem(error, "begin the transaction") from None

    def commit(self) -> None:
        """Let all of it be seen; waits until each record has arrived.

        Raises:
            RequestFailed: a record did not arrive, or the coordinator refuses: it has to be aborted.
            OutcomeUnknown: no answer came.
        """
        for is_last in (False, True):
            try:
                self._producer.commit_transaction(END_SECONDS)
            except KafkaException as error:
                inner = kafka_error_of(error)
                if inner is None or not inner.retriable():
                    raise self._problem(error, "commit the transaction") from None
                if is_last:
                    raise OutcomeUnknown(
                        "No answer came to the commit: it may or may not have been done.",
                        "Read the records as committed to tell.",
                    ) from None
            else:
                return

    def abort(self) -> None:
        """Let none of it be seen by who reads committed records only.

        Raises:
            KafkatuiError: no answer came; the coordinator aborts it itself once its time is over.
        """
        try:
            self._producer.abort_transaction(END_SECONDS)
        except KafkaException as error:
            problem = self._problem(error, "abort the transaction")
            minutes = round(TRANSACTION_SECONDS / 60)
            raise type(problem)(problem.what, f"The coordinator aborts it itself after {minutes} minutes.") from None

    def _problem(self, error: KafkaException, doing: str) -> KafkatuiError:
        inner = kafka_error_of(error)
        name = "" if inner is None else inner.name()
        if name == "TRANSACTIONAL_ID_AUTHORIZATION_FAILED":
            return NotAuthorized(
                f"Could not {doing}: this user has no right on the transactional id {self._id}.",
                "Ask for an ACL that allows Write and Describe on it.",
            )
        if name in ("_FENCED", "PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH"):
            return RequestFailed(
                f"Could not {doing}: another producer has taken the transactional id {self._id}.",
                "Take another id, or end the other producer.",
            )
        return self._connection.failure(error, doing)
