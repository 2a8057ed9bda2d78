namespace FineFlow.Architecture.Tests;

/// <summary>A name in a source file that means something of another namespace.</summary>
/// <param name="Project">The project that the file belongs to.</param>
/// <param name="From">The namespace of the file.</param>
/// <param name="To">The namespace of what the name means.</param>
/// <param name="Assembly">The assembly that defines it.</param>
/// <param name="Where">The file and the name, for messages.</param>
internal sealed record Use(string Project, string From, string To, string Assembly, string Where)
{
    /// <summary>Reads the use as messages show it.</summary>
    public override string ToString() => $"{From} uses {To} ({Where})";
}
