using FineFlow.Core;

namespace FineFlow.Engine.Registry;

/// <summary>A version that is served, whose bundle cannot be loaded at the moment it is asked for.</summary>
/// <param name="model">The version.</param>
/// <param name="reason">What is wrong with its bundle, for the operator.</param>
internal sealed class UnsoundModelException(ServedModel model, BadInputException reason)
    : Exception(
        $"version '{model.Version}' of model '{model.Name}' cannot be loaded; the server's log has more under this error_id", reason);
