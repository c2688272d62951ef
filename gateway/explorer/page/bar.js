import { DEMO_ACCOUNTS } from './accounts.js';
import { element } from './element.js';

/** The bar above the editor: what this is, who is speaking, and the demo accounts. */
export function openBar(root, { demo, accounts }) {
  const buttons = new Map();
  const who = element('span', { className: 'who' }, ['Not signed in']);
  const roles = element(
    'nav',
    { className: 'roles', ariaLabel: 'Demo accounts' },
    demo ? Object.keys(DEMO_ACCOUNTS).map(roleButton) : [],
  );
  const leave = element(
    'button',
    { className: 'leave', type: 'button', hidden: true, onclick: () => accounts().leave() },
    ['Sign out'],
  );
  root.replaceChildren(
    element('div', { className: 'brand' }, [
      element('img', { src: '/explorer-assets/icon.svg', alt: '', width: 26, height: 26 }),
      element('strong', {}, ['Orders & delivery']),
      element('span', {}, ['API explorer']),
    ]),
    roles,
    element('div', { className: 'identity' }, [who, leave]),
  );

  function roleButton(name) {
    const { label, email, hint } = DEMO_ACCOUNTS[name];
    const button = element(
      'button',
      { type: 'button', title: `Sign in as ${email}: ${hint}`, onclick: () => use(name) },
      [label],
    );
    buttons.set(name, button);
    return button;
  }

  async function use(name) {
    const button = buttons.get(name);
    button.classList.add('busy');
    try {
      await accounts().use(name);
    } catch (error) {
      who.textContent = error.message;
      who.classList.add('wrong');
    } finally {
      button.classList.remove('busy');
    }
  }

  return {
    /** Shows who is speaking now. */
    show(session) {
      for (const [name, button] of buttons) button.setAttribute('aria-pressed', String(session?.account === name));
      who.classList.remove('wrong');
      who.textContent = session ? `Signed in as ${session.name}` : 'Not signed in';
      leave.hidden = !session;
    },
  };
}
