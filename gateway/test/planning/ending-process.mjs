import '../../src/planning/with-parent.mjs';

// A planner's process for tests: it ends over some operations, never comes to an end over others, and plans the rest as
// what they are.
process.on('message', ({ text, supergraphSdl }) => {
  if (text === 'end') process.exit(3);
  while (text === 'endless');
  if (text === 'throw') process.send({ refusal: 'has no plan' });
  else process.send({ plan: JSON.stringify({ text, supergraphSdl }) });
});
