namespace FineFlow.Engine.Registry;

/// <summary>Roles of a model's versions.</summary>
internal enum VersionLabel
{
    /// <summary>The default version.</summary>
    Stable,

    /// <summary>A version on trial, for requests that ask for it.</summary>
    Canary,
}
