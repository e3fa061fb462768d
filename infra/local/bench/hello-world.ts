/** The least that a function can be: what others are measured beside. */
export const handler = async () => ({ statusCode: 200, body: "hello, world" });
