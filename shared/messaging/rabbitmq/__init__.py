"""RabbitMQ delivery: the same events, claims and ladder as local delivery, between processes that need not be up together."""
