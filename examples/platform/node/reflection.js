// A client of any gRPC service that describes itself by server reflection.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

// Fields keep the names of the protos.
const options = {
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
};

// The protocol of reflection itself, as gRPC's own package ships it.
const home = dirname(
  createRequire(import.meta.url).resolve("@grpc/reflection/package.json"),
);
const protocol = grpc.loadPackageDefinition(
  loader.loadSync(
    join(home, "build/proto/grpc/reflection/v1/reflection.proto"),
    options,
  ),
).grpc.reflection.v1;

// Returns a client of each service at an address, by its full name.
export async function discover(address, credentials) {
  const reflection = new protocol.ServerReflection(address, credentials);
  const ask = (question) =>
    new Promise((resolve, reject) => {
      const stream = reflection.ServerReflectionInfo();
      stream.on("data", resolve).on("error", reject);
      stream.write(question);
      stream.end();
    });
  const listed = await ask({ list_services: "" });
  const names = listed.list_services_response.service.map(({ name }) => name);
  const files = new Map();
  for (const name of names) {
    const found = await ask({ file_containing_symbol: name });
    for (const file of found.file_descriptor_response.file_descriptor_proto) {
      files.set(file.toString("base64"), file);
    }
  }
  reflection.close();
  const definition = loader.loadFileDescriptorSetFromBuffer(
    descriptorSet([...files.values()]),
    options,
  );
  return Object.fromEntries(
    names.map((name) => {
      const Client = grpc.makeGenericClientConstructor(definition[name], name);
      return [name, new Client(address, credentials)];
    }),
  );
}

// Returns the bytes of a google.protobuf.FileDescriptorSet: field 1, repeated.
function descriptorSet(files) {
  return Buffer.concat(
    files.flatMap((file) => [Buffer.from([0x0a, ...varint(file.length)]), file]),
  );
}

function varint(number) {
  const bytes = [];
  for (; number > 127; number >>>= 7) bytes.push((number & 127) | 128);
  return [...bytes, number];
}
