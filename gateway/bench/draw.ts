// npm run bench:gateway:draw: the tables and charts of docs/performance.md from gateway/bench/results.json as it stands.
import { writePage } from './report/page.ts';

writePage();
