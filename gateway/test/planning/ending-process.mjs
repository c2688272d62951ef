// A planner's process for tests: it ends over some operations, and plans the others as what they are.
process.on('message', ({ text, supergraphSdl }) => {
  if (text === 'end') process.exit(3);
  if (text === 'throw') process.send({ refusal: 'has no plan' });
  else process.send({ plan: JSON.stringify({ text, supergraphSdl }) });
});
