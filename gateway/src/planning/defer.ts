import { type DirectiveNode, Kind, visit } from 'graphql';
import type { Plannable } from './port.ts';

/** Whether some part may follow later: it is marked `@defer`, and not with `if: false`. */
export function mayDefer({ document, text, defer }: Plannable): boolean {
  // Most operations never mention it, and looking at the text is quicker than looking at the document.
  if (!defer || !text.includes('@defer')) return false;
  let found = false;
  visit(document, {
    [Kind.DIRECTIVE](directive: DirectiveNode) {
      found ||= directive.name.value === 'defer' && !isOff(directive);
    },
  });
  return found;
}

const isOff = ({ arguments: given }: DirectiveNode): boolean => {
  const value = given?.find(({ name }) => name.value === 'if')?.value;
  return value?.kind === Kind.BOOLEAN && !value.value;
};
