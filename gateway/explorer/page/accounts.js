// Who the explorer speaks as: a demo account, or whoever signed in by a `login` in the editor.

const PASSWORD = 'demo-Passw0rd!';
const RENEW_BEFORE_MS = 30_000;
const LOGIN = `mutation ExplorerSignIn($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) { user { name } session { accessToken expiresAt } userErrors { message } }
}`;

/** The demo accounts, by the name that `# @as …` uses. */
export const DEMO_ACCOUNTS = {
  customer: { label: 'Customer', email: 'customer@demo.test', hint: 'orders and tracks' },
  kitchen: { label: 'Kitchen', email: 'business@demo.test', hint: 'owns Demo Bistro' },
  courier: { label: 'Courier', email: 'courier@demo.test', hint: 'delivers' },
  admin: { label: 'Admin', email: 'admin@demo.test', hint: 'sees all' },
};

/** Opens the accounts. `changed` is called whenever the explorer speaks as somebody else. */
export function openAccounts({ demo, changed }) {
  const sessions = new Map();
  let current = null;

  const become = (who) => {
    current = who;
    changed(who);
  };

  async function signIn(name) {
    const { email } = DEMO_ACCOUNTS[name];
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: LOGIN, variables: { email, password: PASSWORD } }),
    });
    const { data, errors } = await response.json();
    const session = data?.login?.session;
    if (!session) throw new Error((errors ?? data.login.userErrors)[0]?.message ?? 'Could not sign in.');
    const signedIn = {
      account: name,
      name: data.login.user?.name ?? email,
      token: session.accessToken,
      until: Date.parse(session.expiresAt),
    };
    sessions.set(name, Promise.resolve(signedIn));
    return signedIn;
  }

  /** A session of this demo account that is good for a while yet; one sign-in for all who ask meanwhile. */
  async function sessionOf(name) {
    const known = sessions.get(name);
    if (known) {
      const session = await known.catch(() => null);
      if (session && session.until - Date.now() > RENEW_BEFORE_MS) return session;
    }
    const opening = signIn(name);
    sessions.set(name, opening);
    return opening;
  }

  return {
    current: () => current,
    /** Speaks as this demo account from now on. */
    async use(name) {
      become(await sessionOf(name));
    },
    /** Speaks as nobody from now on. */
    leave: () => become(null),
    /** Speaks as whoever just signed in by hand. */
    adopt({ accessToken, expiresAt }, name) {
      become({ account: null, name, token: accessToken, until: Date.parse(expiresAt) });
    },
    /** The `Authorization` header for an operation that asks to be run as `name`, or as whoever is signed in. */
    async authorization(name) {
      if (demo && name in DEMO_ACCOUNTS) {
        const session = await sessionOf(name);
        if (current?.token !== session.token) become(session);
        return `Bearer ${session.token}`;
      }
      if (demo && current?.account && current.until - Date.now() < RENEW_BEFORE_MS)
        become(await sessionOf(current.account));
      return current ? `Bearer ${current.token}` : undefined;
    },
    /** The header for this demo account, without speaking as it from now on. */
    quietly: async (name) => `Bearer ${(await sessionOf(name)).token}`,
  };
}
