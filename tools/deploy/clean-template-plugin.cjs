'use strict';

/**
 * osls names dependencies that CloudFormation derives by itself from a Ref or GetAtt. cfn-lint reports each (W3005), and
 * linting is to fail on any finding; so the redundant ones are taken out of the compiled template.
 */
module.exports = class CleanTemplatePlugin {
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        dropRedundantDependencies(serverless.service.provider.compiledCloudFormationTemplate.Resources),
    };
  }
};

function dropRedundantDependencies(resources) {
  for (const resource of Object.values(resources)) {
    if (resource.DependsOn === undefined) continue;
    const implied = referencesOf(resource.Properties);
    const kept = [resource.DependsOn].flat().filter((name) => !implied.has(name));
    if (kept.length > 0) resource.DependsOn = kept;
    else delete resource.DependsOn;
  }
}

/** Logical ids that a value refers to, at any depth. */
function referencesOf(value) {
  const found = new Set();
  JSON.stringify(value, (key, inner) => {
    if (key === 'Ref') found.add(inner);
    if (key === 'Fn::GetAtt') found.add([inner].flat()[0]);
    if (key === 'Fn::Sub') {
      for (const [, name] of String([inner].flat()[0]).matchAll(/\$\{([A-Za-z0-9]+)(?:\.[^}]+)?\}/g))
        found.add(name);
    }
    return inner;
  });
  return found;
}
