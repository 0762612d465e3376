"""The edge to time: sweeps over the records, the sender of proactive messages, and the one place that registers jobs."""
