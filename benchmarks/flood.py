"""A process that produces as fast as it can for some seconds: the other end of `benchmarks/tail.py`.

`python -m benchmarks.flood BOOTSTRAP_SERVERS TOPIC SECONDS [RECORDS_A_SECOND]` prints how many were delivered and how
many a second. Each value begins with "at" and the Unix time at which it was made.
"""

from __future__ import annotations

import sys
import time

from confluent_kafka import Producer

BATCH = 500
PADDING = "x" * 180


def flood(bootstrap_servers: str, topic: str, seconds: float, rate: float) -> tuple[int, float]:
    """Produce; how many, and how many a second until all were delivered."""
    producer = Producer(
        {"bootstrap.servers": bootstrap_servers, "linger.ms": 5, "acks": 1, "queue.buffering.max.messages": 50_000}
    )
    began = time.time()
    count = 0
    while (now := time.time()) < began + seconds:
        if rate and count > (now - began) * rate:
            time.sleep(0.005)
            continue
        value = f"at{now:.3f} {PADDING}".encode()
        for _ in range(min(BATCH, int(rate / 20)) if rate else BATCH):
            try:
                producer.produce(topic, value)
            except BufferError:
                producer.poll(0.02)
                break
            count += 1
        producer.poll(0)
    if producer.flush(30):
        raise TimeoutError("not everything was delivered")
    return count, count / (time.time() - began)


def main() -> None:
    """Produce as the command line says."""
    servers, topic, seconds, *rate = sys.argv[1:]
    count, per_second = flood(servers, topic, float(seconds), float(rate[0]) if rate else 0.0)
    print(count, round(per_second))


if __name__ == "__main__":
    main()
