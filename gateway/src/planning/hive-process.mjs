import { readFileSync } from 'node:fs';
import { QueryPlanner } from '@graphql-hive/router-query-planner';

// Plans the one operation it is given, and ends. A panic of the planner ends this process and nothing else.
const { supergraphSdl, text, operationName } = JSON.parse(readFileSync(0, 'utf8'));
const plan = new QueryPlanner(supergraphSdl).plan(text, operationName, new Set(), 0);
process.stdout.write(JSON.stringify(plan));
