"""Running systems: log lines taken in, grouped, and watched for spikes."""
