"""How good the answers are: judged questions, a metric, a report; the same for every engine."""
