using System.Security.Cryptography;
using System.Text;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Cli.Cities;

/// <summary>What a city is made of: the files as they are now, and the options. It is kept beside the dataset.</summary>
/// <param name="Sha256">A hash of the files' names, sizes and times, and of the options.</param>
/// <param name="Notes">What was found out about the files, and what was counted.</param>
internal sealed record CityOrder(string Sha256, IReadOnlyList<string> Notes)
{
    private const string Name = "city.json";

    /// <summary>Returns an order.</summary>
    /// <param name="files">The files or patterns.</param>
    /// <param name="options">The options that decide what is counted, as they were given.</param>
    public static CityOrder Of(IEnumerable<string> files, IEnumerable<string> options)
    {
        var known = files.Select(input => new FileInfo(input)).Select(file => file.Exists
            ? Invariant($"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}")
            : file.ToString());
        var text = string.Join('\n', [.. known, .. options]);
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), []);
    }

    /// <summary>Returns the order that a folder's dataset was made of, if it is this one; null where there is no dataset yet.</summary>
    /// <exception cref="BadInputException">Another city is in the folder.</exception>
    public CityOrder? DoneIn(string folder)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            return null;
        }

        var done = JsonStyle.Read<CityOrder>(file);
        return done.Sha256 == Sha256
            ? done
            : throw new BadInputException(folder, "holds the city of other files or options; another folder is expected")
            { Setting = "folder" };
    }

    /// <summary>Notes that the dataset is made.</summary>
    public void Save(string folder) => JsonStyle.Write(Path.Combine(folder, Name), this);
}
