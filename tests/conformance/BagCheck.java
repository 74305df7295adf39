import gov.loc.repository.bagit.domain.Bag;
import gov.loc.repository.bagit.reader.BagReader;
import gov.loc.repository.bagit.verify.BagVerifier;
import java.nio.file.Paths;

/** Exit 0 when the folder is a complete and valid bag, hidden files included. */
public class BagCheck {
    public static void main(String[] args) throws Exception {
        Bag bag = new BagReader().read(Paths.get(args[0]));
        try (BagVerifier verifier = new BagVerifier()) {
            verifier.isComplete(bag, false);
            verifier.isValid(bag, false);
        }
        System.out.println(args[0] + ": version " + bag.getVersion() + ", " + bag.getPayLoadManifests().size()
                + " payload manifests, " + bag.getTagManifests().size() + " tag manifests: valid");
    }
}
