// @apollo/gateway starts an exporter and cloud detectors otherwise. This file is imported before it.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
