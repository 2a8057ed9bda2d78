namespace FineFlow.Ingest.Proposals;

/// <summary>Something that was decided about a file, for people.</summary>
/// <param name="What">What was decided.</param>
/// <param name="Value">The decision.</param>
/// <param name="Why">The reason in a few words.</param>
/// <param name="Setting">The property of <see cref="Grid.GridOptions"/> that changes it.</param>
internal sealed record GridChoice(string What, string Value, string Why, string Setting);
