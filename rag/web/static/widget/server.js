// Questions -> the server's answers, or a Trouble that says why there is none.
const ANSWERED_WITHIN = 60_000; // milliseconds
const WRITTEN_WITHIN = 600_000; // by a language model

class Trouble extends Error {
  constructor(kind, told) {
    super(kind);
    Object.assign(this, { kind }, told);
  }
}

// One line for the administrator of the page; the browser's own lines name no setting
const told = new Set();
function tell(line) {
  if (!told.has(line)) console.error(`On Record: ${line}`);
  told.add(line);
}

// Whether anything answers there: a page that may not ask can still see that much
const isThere = (server) =>
  fetch(server + "healthz", { mode: "no-cors", cache: "no-store", credentials: "omit" })
    .then(() => true, () => false);

// The JSON at a path. `token(again)` gives what the page's own server signed; `again` once the
// first was refused.
async function request(server, path, { token, body, signal }) {
  const send = async (again) => {
    const headers = body ? { "Content-Type": "application/json" } : {};
    const word = await token(again);
    if (word) headers.Authorization = "Bearer " + word;
    return fetch(server + path, {
      method: body ? "POST" : "GET",
      body: body && JSON.stringify(body),
      headers,
      signal,
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  };
  const { origin } = new URL(server);
  let blocked = false;
  const watch = ({ effectiveDirective, blockedURI }) => {
    blocked ||= effectiveDirective === "connect-src" && blockedURI.startsWith(origin);
  };
  document.addEventListener("securitypolicyviolation", watch);
  try {
    let response = await send(false);
    if (response.status === 401) response = await send(true);
    if (!response.ok) throw await refusal(response);
    return await response.json();
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (signal.aborted) throw new Trouble("late");
    const alive = origin !== location.origin && (await isThere(server));
    await new Promise((told) => setTimeout(told, 20)); // the policy's event comes behind the error
    if (blocked) tell(`the Content-Security-Policy of this page must name ${origin} in connect-src`);
    if (blocked) throw new Trouble("blocked", { origin });
    if (alive) tell(`${origin} does not accept this page: add ${location.origin} to RAG_ALLOWED_ORIGINS`);
    throw new Trouble(alive ? "foreign" : "down", { origin: location.origin });
  } finally {
    document.removeEventListener("securitypolicyviolation", watch);
  }
}

async function refusal(response) {
  const { status } = response;
  const { detail, hint } = await response.json().catch(() => ({}));
  const after = Math.min(Number(response.headers.get("Retry-After")) || 5, 3600); // seconds
  if (status === 429 || status === 503) {
    return new Trouble("busy", { after, until: Date.now() + after * 1000 });
  }
  const kinds = { 401: "unknown", 502: "down", 504: "down" }; // the last two are a proxy's words
  return new Trouble(kinds[status] ?? (status < 500 ? "refused" : "wrong"), { detail, hint });
}
