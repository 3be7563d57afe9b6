// Signs and verifies by npm's standardwebhooks: one JSON object on a line in, one out.
//   {"do":"sign","secret":"whsec_...","id":"msg_1","timestamp":1795809600,"body":"{}"}  {"signature":"v1,..."}
//   {"do":"verify","secret":"whsec_...","headers":{"webhook-id":...},"body":"{}"}       {"value":...} or {"error":"..."}
// The package's folder is the one argument.
const { Webhook } = require(process.argv[2]);

const orders = {
  sign: ({ secret, id, timestamp, body }) => ({ signature: new Webhook(secret).sign(id, new Date(timestamp * 1000), body) }),
  verify: ({ secret, headers, body }) => ({ value: new Webhook(secret).verify(body, headers) }),
};

const answer = (line) => {
  const order = JSON.parse(line);
  try {
    return orders[order.do](order);
  } catch (error) {
    return { error: String(error.message || error) };
  }
};

require('node:readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => process.stdout.write(JSON.stringify(answer(line)) + '\n'));
