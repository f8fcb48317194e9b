"""Metrics reach /metrics under their names."""

from prometheus_client import CollectorRegistry, generate_latest

from core.metrics import Metrics


def test_every_metric_is_shown_and_two_apps_in_one_process_do_not_meet():
    metrics, other = Metrics(CollectorRegistry()), Metrics(CollectorRegistry())
    metrics.updates.labels(kind="message").inc()
    metrics.turns.labels(state="done").inc()
    metrics.deliveries.labels(state="sent").inc()
    metrics.update_seconds.observe(0.2)
    metrics.model_first_token_seconds.observe(2)

    shown = generate_latest(metrics.registry).decode()

    for line in (
        'updates_total{kind="message"} 1.0',
        'turns_total{state="done"} 1.0',
        'deliveries_total{state="sent"} 1.0',
    ):
        assert line in shown
    assert 'update_seconds_bucket{le="0.25"} 1.0' in shown
    assert "model_first_token_seconds_count 1.0" in shown
    assert 'kind="message"' not in generate_latest(other.registry).decode()
