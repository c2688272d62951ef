// A service for the supervision's tests: ready at once, or ending with a complaint.
import { createServer } from 'node:http';

if (process.env.COMPLAINT) {
  process.stdout.write(`${JSON.stringify({ level: 60, msg: process.env.COMPLAINT })}\n`);
  process.exit(1);
}
createServer((_request, response) => response.end(String(process.pid))).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
