namespace FineFlow.Architecture.Tests;

/// <summary>A project of <c>src</c>.</summary>
/// <param name="Project">Its name.</param>
/// <param name="MayUse">The projects that it may use, directly or through others.</param>
internal sealed record Room(string Project, IReadOnlyList<string> MayUse);

/// <summary>The projects and what each may use: the table of CONTRIBUTING.md, which is the only place that says so.</summary>
internal static class Rooms
{
    private const string Prefix = "FineFlow.", RowStart = "| `src/" + Prefix;

    /// <summary>The rooms in the table's order: a room uses rooms above it alone.</summary>
    public static IReadOnlyList<Room> All { get; } = Read(File.ReadLines(Path.Combine(Repository.Root, "CONTRIBUTING.md")));

    /// <summary>Reads the rows of a table: folder, what it is, what it may use.</summary>
    /// <exception cref="FormatException">A row names a room that is not above it.</exception>
    public static IReadOnlyList<Room> Read(IEnumerable<string> lines)
    {
        var rooms = new List<Room>();
        foreach (var cells in lines.Where(line => line.StartsWith(RowStart, StringComparison.Ordinal)).Select(line => line.Split('|')))
        {
            var project = cells[1].Trim(' ', '`')["src/".Length..];
            rooms.Add(new Room(project, [.. MayUse(project, cells[3].Trim(), rooms).Distinct()]));
        }

        return rooms;
    }

    private static IEnumerable<string> MayUse(string project, string cell, List<Room> above) => cell switch
    {
        "the BCL alone" => [],
        "all" => above.Select(room => room.Project),
        _ => cell.Split(", ").Select(name => Named(project, name, above)).SelectMany(room => room.MayUse.Append(room.Project)),
    };

    private static Room Named(string project, string name, List<Room> above) => above.Find(room => room.Project == Prefix + name)
        ?? throw new FormatException($"CONTRIBUTING.md lets {project} use {name}, which is no room of a row above it.");
}
