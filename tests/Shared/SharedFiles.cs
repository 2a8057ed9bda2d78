namespace FineFlow.Tests;

/// <summary>The large files (golden cases, datasets) in the folder <c>shared</c> beside the checkout, where there is one.</summary>
internal static class SharedFiles
{
    /// <summary>The file or folder <c>shared/<paramref name="path"/></c>; the running test is skipped where it is absent.</summary>
    public static string PathOrSkip(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "shared", path);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        Assert.Skip($"shared/{path} is not beside the checkout");
        return "";
    }
}
