/**
 * How many products, or hits, a full upstream call carries where the source is not known yet: the cost of an operation is
 * checked and declared before it runs. Source: the Creators API and PA-API take ten items per call.
 */
export const fullCall = 10;
