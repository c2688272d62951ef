import { run } from '@app/kernel/work';
import type { DeliveryCommand, Operation } from '../context.ts';

/** A command that changes what its courier has in hand: afterwards their next position report looks again. */
export const withFreshShift =
  <Input, T, Code extends string>(command: DeliveryCommand<Input, T, Code>): Operation<Input, T, Code> =>
  async (parts, input) => {
    const answer = await run(parts, command, input);
    if (answer.ok) await parts.positions.forgetShift(parts.viewer.id);
    return answer;
  };
