"""Topics that follow one another under one name: which identities are former ones, however late somebody tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.insight.changes import made_anew
from kafkatui.model.cluster import ClusterMetadata, Topic, is_other_identity
from kafkatui.model.registry_look import RegistryLook
from kafkatui.model.replacing import replace
from kafkatui.model.zookeeper_registry import RegisteredTopic

MOST_REMEMBERED = 10_000
"""Of topics that are gone."""


class TopicSuccession:
    """What ZooKeeper's watches and the metadata told so far; used by one thread at a time."""

    def __init__(self) -> None:
        self._registered: dict[str, str] = {}
        """What ZooKeeper told last."""
        self._former: dict[str, None] = {}
        """Of topics that were deleted, the last ones: no topic gets one again."""
        self._followers: dict[str, str | None] = {}
        """What names stand for now of which former identities are known."""

    def is_another(self, old: Topic, registered: RegisteredTopic) -> bool:
        """Whether ZooKeeper tells of another topic than `old`."""
        return any(is_other_identity(known, registered.identity) for known in self._known_of(old))

    def looked_at(self, look: RegistryLook) -> RegistryLook:
        """The look without what a server that lags behind tells of topics that are gone."""
        late = {name for name, each in look.topics.items() if each is not None and each.identity in self._former}
        if not late:
            return look
        topics = {name: each for name, each in look.topics.items() if name not in late}
        states = {key: each for key, each in look.states.items() if key[0] not in late}
        return replace(look, topics=topics, states=states)

    def with_known(self, before: ClusterMetadata, look: RegistryLook) -> ClusterMetadata:
        """The state before `look` with the identities of those topics that it shows to be others now."""
        known = {
            name: replace(old, identity=self._registered[name])
            for name, registered in look.topics.items()
            if registered is not None
            and (old := before.topics.get(name)) is not None
            and old.identity is None
            and self.is_another(old, registered)
        }
        return replace(before, topics={**before.topics, **known}) if known else before

    def note(self, before: Mapping[str, Topic], look: RegistryLook) -> None:
        """Remember what `look` tells, in place of what was known of the topics `before`."""
        for name, registered in look.topics.items():
            old = before.get(name)
            known = self._known_of(old) if old is not None else (self._registered.get(name),)
            if registered is None:
                self._replace(name, known, None)
            elif registered.identity is not None:
                others = [each for each in known if is_other_identity(each, registered.identity)]
                self._replace(name, others, registered.identity)
                self._registered[name] = registered.identity

    def take(self, before: ClusterMetadata, after: ClusterMetadata) -> None:
        """Remember which topics the metadata shows to be others now."""
        for name in made_anew(before, after):
            self._replace(name, [before.topics[name].identity], after.topics[name].identity)

    def without_former(self, read: ClusterMetadata) -> ClusterMetadata:
        """The metadata with no identity of a topic that is gone: who answered, or asked, lags behind."""
        late = {
            name: replace(topic, identity=identity)
            for name, identity in self._followers.items()
            if (topic := read.topics.get(name)) is not None and topic.identity in self._former
        }
        return replace(read, topics={**read.topics, **late}) if late else read

    def _known_of(self, topic: Topic) -> tuple[str | None, ...]:
        return topic.identity, self._registered.get(topic.name)

    def _replace(self, name: str, former: Iterable[str | None], identity: str | None) -> None:
        gone = {each for each in former if each is not None and each != identity}
        if gone:
            self._former.update(dict.fromkeys(gone))
            self._followers.pop(name, None)  # it is the latest now
            self._followers[name] = identity
        elif name in self._followers and identity is not None:
            self._followers[name] = identity
        if identity is None:
            self._registered.pop(name, None)
        for memory in (self._former, self._followers):
            while len(memory) > MOST_REMEMBERED:
                del memory[next(iter(memory))]
