"""What only a model that is really built can show: these rules need `--dynamic`."""
