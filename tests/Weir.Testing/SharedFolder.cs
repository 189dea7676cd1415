namespace Weir.Testing;

/// <summary>Finds the folder of other people's captures that may lie next to the repository.</summary>
public static class SharedFolder
{
    /// <summary>Why a test that needs the folder was skipped.</summary>
    public const string Missing = "the folder 'shared' with captures is not next to the repository";

    /// <summary>Finds the folder.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>False when it is not there.</returns>
    public static bool TryFind(out string path)
    {
        path = "";
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx")) && folder.Parent is { } parent)
            {
                path = Path.Combine(parent.FullName, "shared");
                return Directory.Exists(path);
            }
        }

        return false;
    }
}
