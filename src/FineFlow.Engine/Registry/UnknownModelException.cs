using FineFlow.Core;

namespace FineFlow.Engine.Registry;

/// <summary>A model, version or bundle that is not there.</summary>
internal sealed class UnknownModelException : Exception
{
    private UnknownModelException(string message)
        : base(message)
    {
    }

    internal static UnknownModelException Model(string model, IEnumerable<string> known) =>
        new($"there is no model '{model}'; there are {string.Join(", ", known)}{NearestName.Question(model, known)}");

    internal static UnknownModelException Version(string model, VersionChoice choice, ModelState state) => new(choice.Version is { } version
        ? $"model '{model}' has no version '{version}'; it has {string.Join(", ", state.Versions.Select(v => v.Version))}"
        : $"model '{model}' has no canary");

    internal static UnknownModelException Bundle(string model, string? version) =>
        new(
            version is null
                ? $"the bundle directory has no model '{model}'"
                : $"the bundle directory has no version '{version}' of a model '{model}'");
}
