import { configure } from '@codegenie/serverless-express';
import express from 'express';
import { readProduct } from './product-source.ts';

/** The same route as people write it with Express 5. */
const app = express();
app.use(express.json());
app.get('/v1/products/:id', (request, response, next) => {
  readProduct(request.params.id).then(
    (product) => response.status(product === null ? 404 : 200).json(product),
    next,
  );
});

export const handler = configure({ app });
